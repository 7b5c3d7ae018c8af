import type { Person } from './person';
import type { Instant } from './time/calendar';
import { HOUR_MS } from './time/calendar';

/** Where the tenant stands with WhatsApp. Nothing is taken for granted: absent means not approved and not cleared. */
export interface WhatsappStanding {
  /** The platform has approved the template of this message. */
  readonly isTemplateApproved: boolean;
  /** The tenant has cleared in writing that it may collect for others over this platform. */
  readonly isThirdPartyCleared: boolean;
}

/** For this long after the person's own message the platform takes free text. */
const SERVICE_WINDOW_MS = 24 * HOUR_MS;

/** What the pack WHATSAPP asks about a contact by WhatsApp at `at`, as facts of the contact request. */
export function whatsappFacts(
  { consent, contacts }: Pick<Person, 'consent' | 'contacts'>,
  standing: WhatsappStanding | undefined,
  at: Instant,
): string[] {
  const hasWritten = contacts.some(
    (contact) =>
      contact.channel === 'whatsapp' &&
      contact.outcome === 'direct' &&
      contact.at <= at &&
      contact.at > at - SERVICE_WINDOW_MS,
  );
  const facts: readonly (readonly [string, boolean])[] = [
    ['no_whatsapp_opt_in', !consent.includes('whatsapp')],
    ['template_not_approved', !standing?.isTemplateApproved],
    ['whatsapp_service_window', hasWritten],
    ['whatsapp_third_party_cleared', standing?.isThirdPartyCleared ?? false],
  ];
  return facts.filter(([, holds]) => holds).map(([fact]) => fact);
}
