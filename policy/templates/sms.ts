import { SegmentedMessage } from 'sms-segments-calculator';

/** How a text travels as SMS: 160 characters of GSM-7 (153 each in several segments), or 70 of UCS-2 (67 each). */
export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
  readonly characters: number;
}

/** The alphabet of 3GPP TS 23.038 with its extension table. á, í, ó, ú, ã, õ and ç are not in it; é, ñ, ü and à are. */
const GSM_7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€',
);

/** Counts what a provider will bill for a text. */
export function smsSegments(text: string): SmsSize {
  const message = new SegmentedMessage(text, 'auto');
  return {
    encoding: message.encodingName,
    segments: message.segmentsCount,
    characters: message.numberOfCharacters,
  };
}

/**
 * Takes the accents off letters that GSM-7 lacks (`García` → `Garcia`), so that a name does not double the price of
 * a message. Letters that it has stay (`Peña`), and so does what has no plain form.
 */
export function withoutForeignAccents(text: string): string {
  return [...text.normalize('NFC')]
    .map((char) => (GSM_7.has(char) ? char : char.normalize('NFD').replace(/\p{M}/gu, '')))
    .join('');
}
