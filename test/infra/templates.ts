import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkSettings from '../../cdk.json';
import type { Deployment } from '../../infra/config';
import { deploymentFrom } from '../../infra/config';
import { DataStack } from '../../infra/stacks/data-stack';

/** What `cdk synth` with these `-c` values would deploy. */
export function deploymentOf(context: Readonly<Record<string, unknown>>): Deployment {
  return deploymentFrom({ tryGetContext: (key) => context[key] });
}

/** The stack and its template, in an app of its own that has the feature flags of cdk.json. */
export function dataStack(context: Readonly<Record<string, unknown>>): {
  stack: DataStack;
  template: Template;
} {
  const stack = new DataStack(new App({ context: cdkSettings.context }), 'Data', deploymentOf(context));
  return { stack, template: Template.fromStack(stack) };
}
