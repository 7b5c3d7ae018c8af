import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DataKey } from './data-key';

export interface TenantKeysProps {
  readonly environment: string;
  /** Ids; each becomes part of the alias of a key. */
  readonly tenants: readonly string[];
  readonly retain: boolean;
}

/** For what is about no tenant, such as messages to numbers that nobody has. No tenant may be called so. */
const OPERATOR = 'operator';

/** A key for each tenant, under which the data keys of its persons are wrapped. */
export class TenantKeys extends Construct {
  /** The value of `RECOBRO_TENANT_KEY`. */
  readonly keyName: string;
  private readonly keys: readonly DataKey[];

  constructor(scope: Construct, id: string, { environment, tenants, retain }: TenantKeysProps) {
    super(scope, id);
    const aliasOf = (tenant: string): string => `recobro-${environment}/tenant/${tenant}`;
    this.keyName = `alias/${aliasOf('{tenant}')}`;
    this.keys = [...tenants, OPERATOR].map((tenant, index) => {
      if (!/^[\w-]+$/.test(tenant) || (tenant === OPERATOR && index < tenants.length))
        throw new Error(`The tenant ${tenant} can have no key: use letters, digits, _ and - in its id`);
      const description = `Recobro ${environment}: wraps the keys of the persons of ${tenant}`;
      return new DataKey(this, tenant, { alias: aliasOf(tenant), description, retain });
    });
  }

  /** May make and open data keys of persons; nobody needs to encrypt with the tenants' keys directly. */
  grantWrap(grantee: IGrantable): void {
    this.allow(grantee, ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /** May open data keys of persons. */
  grantUnwrap(grantee: IGrantable): void {
    this.allow(grantee, ['kms:Decrypt']);
  }

  /** Under the encryption context of the product only. */
  private allow(grantee: IGrantable, actions: string[]): void {
    const statement = new PolicyStatement({
      actions,
      resources: this.keys.map(({ keyArn }) => keyArn),
      conditions: { StringEquals: { 'kms:EncryptionContext:product': 'recobro' } },
    });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }
}
