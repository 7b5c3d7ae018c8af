import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** Reads a secret's text from AWS Secrets Manager; undefined when nobody made it. */
export const createSecretReader =
  (client: Pick<SecretsManagerClient, 'send'>) =>
  async (SecretId: string): Promise<string | undefined> => {
    try {
      return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
