# What `firstpassage run` writes, in base R; the paths of --times need the package arrow besides.
#
#   firstpassage run examples/severity-subcritical.yaml --set saveAt=[] --out results --times results/paths.parquet
#   Rscript examples/load.R results

folder <- commandArgs(trailingOnly = TRUE)[1]
summary <- read.csv(file.path(folder, "first-passage.csv"))
curve <- read.csv(file.path(folder, "survival.csv"))
checks <- read.csv(file.path(folder, "checks.csv"), stringsAsFactors = FALSE)

cat(sprintf("result     %d hits, mean %.6f +- %.6f\n", summary$hits[1], summary$mean[1], summary$mean_se[1]))

# The mean up to the horizon is the area under the survival curve; the curve falls between its points, so by trapezoids it is a little off.
area <- sum(diff(curve$time) * (head(curve$survival, -1) + tail(curve$survival, -1)) / 2)
mean_by_horizon <- summary$restricted_mean[1]
cat(sprintf("survival   area %.4f, restricted mean %.4f +- %.4f\n", area, mean_by_horizon, summary$restricted_mean_se[1]))

worst <- which.max(abs(checks$z_corrected))
agree <- sum(tolower(checks$ok) == "true")
cat(sprintf("checks     %d, of which %d agree with theory\n", nrow(checks), agree))
cat(sprintf("           worst: %s, z %.2f\n", checks$quantity[worst], checks$z_corrected[worst]))

file <- file.path(folder, "paths.parquet")
if (file.exists(file) && requireNamespace("arrow", quietly = TRUE)) {
  paths <- as.data.frame(arrow::read_parquet(file))
  hits <- paths$hit_time[!is.na(paths$hit_time)]
  cat(sprintf("paths      %d hits, mean %.6f +- %.6f\n", length(hits), mean(hits), sd(hits) / sqrt(length(hits))))
} else {
  cat("paths      not read: install.packages(\"arrow\") reads results/paths.parquet\n")
}
