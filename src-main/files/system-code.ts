/** The code that the system or Node gave an error, e.g. ENOENT; '' where there is none. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
