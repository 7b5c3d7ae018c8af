export { accountWorkflow } from './account';
