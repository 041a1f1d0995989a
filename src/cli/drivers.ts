/** What GPU drivers find in the environment of this program. */

/**
 * Mesa looks for a Wayland display, and where no XDG_RUNTIME_DIR says where one might be, libwayland complains on stderr at every
 * look. With a folder that is not there it finds as little, in silence.
 */
export const quietDrivers = (
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): Readonly<Record<string, string>> =>
  platform === 'linux' && !env['XDG_RUNTIME_DIR'] ? { XDG_RUNTIME_DIR: '/nonexistent' } : {};
