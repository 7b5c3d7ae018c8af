/** The stack of one build of the worker: a deploy adds one beside the others, and `recobro worker retire` takes one away. */
export const workerStackName = (environment: string, buildId: string): string =>
  `recobro-${environment}-worker-${buildId}`;

interface Place {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** A bucket by what it is for: names of buckets are one for all of AWS. Known beforehand, so that rights name it. */
export const bucketName = ({ name, account, region }: Place, purpose: 'evidence' | 'letters'): string =>
  `recobro-${name}-${purpose}-${account}-${region}`;
