// Compiles one SPIR-V compute shader with the first Vulkan device and prints the driver's statistics and its assembly:
//   pipeline shader.spv entry kinds        kinds: a letter for each binding of set 0, u = uniform buffer, s = storage buffer
// Nothing is run, so that a driver's device without hardware serves (Mesa RADV with RADV_FORCE_FAMILY).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vulkan/vulkan.h>

#define CHECK(call) do { VkResult result = (call); if (result != VK_SUCCESS) { \
  fprintf(stderr, "pipeline: %s gave %d\n", #call, result); exit(1); } } while (0)

enum { MOST_BINDINGS = 32, MOST_TEXTS = 16 };

static uint32_t *read_words(const char *path, size_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  *bytes = (size_t)ftell(file);
  rewind(file);
  uint32_t *words = malloc(*bytes);
  if (fread(words, 1, *bytes, file) != *bytes) { perror(path); exit(1); }
  fclose(file);
  return words;
}

int main(int argc, char **argv) {
  if (argc != 4) { fprintf(stderr, "usage: pipeline shader.spv entry kinds\n"); return 2; }
  VkApplicationInfo application = {.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO, .apiVersion = VK_API_VERSION_1_3};
  VkInstance instance;
  CHECK(vkCreateInstance(&(VkInstanceCreateInfo){.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, .pApplicationInfo = &application}, NULL, &instance));
  uint32_t count = 1;
  VkPhysicalDevice physical;
  vkEnumeratePhysicalDevices(instance, &count, &physical);
  if (count == 0) { fprintf(stderr, "pipeline: no Vulkan device\n"); return 1; }
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(physical, &properties);

  float priority = 1;
  VkDeviceQueueCreateInfo queue = {.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO, .queueCount = 1, .pQueuePriorities = &priority};
  VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR executable = {
    .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_EXECUTABLE_PROPERTIES_FEATURES_KHR, .pipelineExecutableInfo = VK_TRUE};
  VkPhysicalDeviceVulkan12Features features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES, .pNext = &executable,
    .vulkanMemoryModel = VK_TRUE, .vulkanMemoryModelDeviceScope = VK_TRUE};
  const char *extensions[] = {VK_KHR_PIPELINE_EXECUTABLE_PROPERTIES_EXTENSION_NAME};
  VkDevice device;
  CHECK(vkCreateDevice(physical, &(VkDeviceCreateInfo){.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO, .pNext = &features, .queueCreateInfoCount = 1,
    .pQueueCreateInfos = &queue, .enabledExtensionCount = 1, .ppEnabledExtensionNames = extensions}, NULL, &device));

  VkDescriptorSetLayoutBinding bindings[MOST_BINDINGS];
  uint32_t bound = (uint32_t)strlen(argv[3]);
  if (bound > MOST_BINDINGS) { fprintf(stderr, "pipeline: more than %d bindings\n", MOST_BINDINGS); return 2; }
  for (uint32_t i = 0; i < bound; i++)
    bindings[i] = (VkDescriptorSetLayoutBinding){.binding = i, .descriptorCount = 1, .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
      .descriptorType = argv[3][i] == 'u' ? VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER};
  VkDescriptorSetLayout set;
  CHECK(vkCreateDescriptorSetLayout(device, &(VkDescriptorSetLayoutCreateInfo){.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
    .bindingCount = bound, .pBindings = bindings}, NULL, &set));
  VkPipelineLayout layout;
  CHECK(vkCreatePipelineLayout(device, &(VkPipelineLayoutCreateInfo){.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO, .setLayoutCount = 1,
    .pSetLayouts = &set}, NULL, &layout));
  size_t bytes;
  uint32_t *code = read_words(argv[1], &bytes);
  VkShaderModule module;
  CHECK(vkCreateShaderModule(device, &(VkShaderModuleCreateInfo){.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = bytes, .pCode = code}, NULL, &module));
  VkPipeline pipeline;
  CHECK(vkCreateComputePipelines(device, VK_NULL_HANDLE, 1, &(VkComputePipelineCreateInfo){.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
    .flags = VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR | VK_PIPELINE_CREATE_CAPTURE_INTERNAL_REPRESENTATIONS_BIT_KHR, .layout = layout,
    .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO, .stage = VK_SHADER_STAGE_COMPUTE_BIT, .module = module, .pName = argv[2]}}, NULL, &pipeline));

  printf("device %s\n", properties.deviceName);
  VkPipelineExecutableInfoKHR info = {.sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR, .pipeline = pipeline};
  PFN_vkGetPipelineExecutableStatisticsKHR get_statistics = (PFN_vkGetPipelineExecutableStatisticsKHR)vkGetDeviceProcAddr(device, "vkGetPipelineExecutableStatisticsKHR");
  PFN_vkGetPipelineExecutableInternalRepresentationsKHR get_texts =
    (PFN_vkGetPipelineExecutableInternalRepresentationsKHR)vkGetDeviceProcAddr(device, "vkGetPipelineExecutableInternalRepresentationsKHR");
  VkPipelineExecutableStatisticKHR statistics[64];
  for (int i = 0; i < 64; i++) statistics[i] = (VkPipelineExecutableStatisticKHR){.sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_STATISTIC_KHR};
  count = 64;
  CHECK(get_statistics(device, &info, &count, statistics));
  for (uint32_t i = 0; i < count; i++)
    if (statistics[i].format == VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_UINT64_KHR)
      printf("statistic %s: %llu\n", statistics[i].name, (unsigned long long)statistics[i].value.u64);
  VkPipelineExecutableInternalRepresentationKHR texts[MOST_TEXTS];
  for (int i = 0; i < MOST_TEXTS; i++) texts[i] = (VkPipelineExecutableInternalRepresentationKHR){.sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INTERNAL_REPRESENTATION_KHR};
  count = MOST_TEXTS;
  CHECK(get_texts(device, &info, &count, texts));
  for (uint32_t i = 0; i < count; i++) texts[i].pData = malloc(texts[i].dataSize);
  CHECK(get_texts(device, &info, &count, texts));
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(texts[i].name, "Assembly") == 0) printf("assembly\n%s\n", (char *)texts[i].pData);
  return 0;
}
