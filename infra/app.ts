import { App, Tags } from 'aws-cdk-lib';
import { deploymentFrom } from './config';
import { DataStack } from './stacks/data-stack';

const app = new App();
const deployment = deploymentFrom(app.node);

new DataStack(app, 'Data', deployment);

Tags.of(app).add('product', 'recobro');
Tags.of(app).add('environment', deployment.config.name);
