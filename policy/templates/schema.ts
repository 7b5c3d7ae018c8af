import { z } from 'zod';
import { languages } from '../../domain/person';
import { stageNames } from '../../domain/strategy';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

const text = (about: string) => z.string().trim().min(1).optional().describe(about);

const subjectAndBody = (about: string) =>
  z
    .strictObject({
      subject: z.string().trim().min(1).describe('one line, with variables in {{…}}'),
      body: z
        .string()
        .trim()
        .min(1)
        .describe('plain text with variables in {{…}}; a blank line ends a paragraph'),
    })
    .optional()
    .describe(about);

/** A message template in one language, as it is written. */
export const messageFileSchema = z
  .strictObject({
    template: z.string().regex(NAME).describe('name of the template; the same as the file’s'),
    language: z.enum(languages).describe('language of the texts; the same as the folder’s'),
    purpose: z
      .enum([...stageNames, 'promise', 'notice'])
      .describe(
        'the stage that the tone is meant for, promise for messages about a promise to pay, or notice for those about an event',
      ),
    content: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9_]+$/)
          .describe('a content tag of the rule packs'),
      )
      .optional()
      .describe(
        'content tags that the author vouches for, besides those that are read off the text, such as recording_notice',
      ),
    sms: text('SMS, at most two segments; say how to stop: BAJA, SAIR or STOP'),
    whatsapp: text('WhatsApp message; the provider must have approved the same wording'),
    voice: text('words of an automatic call; no addresses of pages, which nobody can write down'),
    email: subjectAndBody('mail; say how to stop with {{unsubscribeUrl}}'),
    letter: subjectAndBody('letter on paper'),
  })
  .describe('A message of Recobro in one language, by channel. See docs/messages.md.');

export type MessageFile = z.output<typeof messageFileSchema>;
