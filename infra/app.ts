import { App } from 'aws-cdk-lib';
import { deploymentFrom } from './config';
import { recobro } from './recobro';

const app = new App();
recobro(app, deploymentFrom(app.node));
