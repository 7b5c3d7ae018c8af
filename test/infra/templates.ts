import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkSettings from '../../cdk.json';
import type { Deployment } from '../../infra/config';
import { deploymentFrom } from '../../infra/config';
import { recobro, type RecobroStacks } from '../../infra/recobro';
import { DataStack } from '../../infra/stacks/data-stack';

type Context = Readonly<Record<string, unknown>>;

/** What `cdk synth` with these `-c` values would deploy. */
export function deploymentOf(context: Context): Deployment {
  return deploymentFrom({ tryGetContext: (key) => context[key] });
}

/** An app with the feature flags of cdk.json; no code is bundled. */
export const testApp = (): App =>
  new App({ context: { ...cdkSettings.context, 'aws:cdk:bundling-stacks': [] } });

/** The stack and its template, in an app of its own that has the feature flags of cdk.json. */
export function dataStack(context: Context): {
  stack: DataStack;
  template: Template;
} {
  const stack = new DataStack(testApp(), 'Data', deploymentOf(context));
  return { stack, template: Template.fromStack(stack) };
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** All stacks of an environment, and their templates. */
export function everything(context: Context): {
  stacks: RecobroStacks;
  templates: Readonly<Record<keyof RecobroStacks, Template>>;
  resources: readonly Resource[];
} {
  const stacks = recobro(testApp(), deploymentOf(context));
  const named = Object.entries(stacks).map(([name, stack]) => [name, Template.fromStack(stack)] as const);
  const templates = Object.fromEntries(named) as Record<keyof RecobroStacks, Template>; // one for each
  // The shape is CloudFormation's.
  const resources = named.flatMap(([, template]) =>
    Object.values(template.toJSON()['Resources'] as Record<string, Resource>),
  );
  return { stacks, templates, resources };
}

/** A template as it is reviewed: what changes with every line of code is masked, ids that are made from it included. */
export function masked(template: Template, buildId?: string): unknown {
  const text = JSON.stringify(template.toJSON())
    .replace(/[a-f0-9]{64}/g, 'ASSET_HASH')
    .replace(/(CurrentVersion)[A-F0-9]{8}[a-f0-9]{32}/g, '$1CODE_HASH');
  if (buildId === undefined) return JSON.parse(text);
  return JSON.parse(
    text.replaceAll(buildId, 'BUILD_ID').replace(/(BUILD_IDService)[A-F0-9]{8}/g, '$1PATH_HASH'),
  );
}
