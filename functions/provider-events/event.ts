import type { BounceReport, MessageReport } from '../feedback';

/** What a provider's event turns out to be. */
export type ProviderEvent =
  | { readonly kind: 'bounced'; readonly report: BounceReport; readonly tenant?: string }
  | { readonly kind: 'delivered' | 'complained'; readonly report: MessageReport; readonly tenant?: string }
  /** Somebody wrote to a number of ours. */
  | {
      readonly kind: 'reply';
      readonly eventId: string;
      readonly from: string;
      readonly to: string;
      readonly text: string;
    }
  | { readonly kind: 'ignored'; readonly type: string };
