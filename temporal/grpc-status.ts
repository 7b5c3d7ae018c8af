/** The statuses of gRPC by which Temporal's raw service refuses, as far as we tell them apart. */
export const grpcStatus = { notFound: 5, alreadyExists: 6, failedPrecondition: 9 } as const;

/** Whether a call was refused with one of these statuses. */
export const isRefusedWith = (error: unknown, ...names: readonly (keyof typeof grpcStatus)[]): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  names.some((name) => grpcStatus[name] === error.code);
