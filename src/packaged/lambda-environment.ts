/**
 * The environment that Lambda gives a function beside the settings of its own (AWS Lambda developer guide, "Defined
 * runtime environment variables"), without credentials. There is no home and no search path of this machine.
 */
export interface LambdaFunction {
  readonly name: string;
  /** `folder/module.export`, as Lambda has it. */
  readonly handler: string;
  readonly memoryMegabytes: number;
}

/** @param taskRoot the folder into which the zip was unpacked */
export function lambdaEnvironment(
  { name, handler, memoryMegabytes }: LambdaFunction,
  taskRoot: string,
): Readonly<Record<string, string>> {
  return {
    _HANDLER: handler,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0',
    AWS_REGION: 'us-east-1',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}
