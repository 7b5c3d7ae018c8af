import type { OutboundEmail, OutboundLetter, OutboundSms } from '../../../activities/ports';

export const anEmail = (more: Partial<OutboundEmail> = {}): OutboundEmail => ({
  channel: 'email',
  tenant: 'acme',
  attemptId: '0f3a9c',
  to: 'ana@example.com',
  subject: 'Su cuota venció ayer, señora Núñez',
  text: 'Hola, señora Núñez:\n\npuede pagar aquí.',
  html: '<p>Hola, señora Núñez: <b>puede pagar aquí</b>.</p>',
  unsubscribeUrl: `https://pagos.example.com/u/${'x'.repeat(90)}`,
  ...more,
});

export const anSms = (more: Partial<OutboundSms> = {}): OutboundSms => ({
  channel: 'sms',
  tenant: 'acme',
  attemptId: '0f3a9c',
  to: '+573001234567',
  text: 'Su cuota vence manana. Pague en https://p.example.com/x',
  ...more,
});

export const aLetter = (more: Partial<OutboundLetter> = {}): OutboundLetter => ({
  channel: 'letter',
  tenant: 'acme',
  attemptId: '0f3a9c',
  to: 'Calle 10 # 5-51\nBogotá, Colombia',
  subject: 'Intimación de pago',
  text: 'Señora Núñez:\n\nle intimamos a pagar.\n\nAtentamente.',
  recipientName: 'Ana Núñez',
  date: '2026-03-10',
  ...more,
});

/** A client that remembers its commands and answers each with `answer`, or throws it when it is an error. */
export function fakeClient(answer: unknown) {
  const sent: { readonly input: Record<string, unknown> }[] = [];
  const send = (command: { readonly input: Record<string, unknown> }): Promise<unknown> => {
    sent.push(command);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { sent, send };
}
