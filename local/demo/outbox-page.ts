import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Handlebars from 'handlebars';
import { isoFromInstant } from '../../domain/time/calendar';
import type { StoredAttempt } from '../../store/types';
import type { Cluster } from '../cluster';
import { LOCAL_TENANT } from '../tenant';

const PAGE = Handlebars.compile(`<!doctype html>
<html lang="es"><meta charset="utf-8"><title>Recobro: mensajes enviados</title>
<style>body{font:15px/1.5 system-ui;margin:2rem auto;max-width:60rem}details{border-bottom:1px solid #ddd;padding:.4rem 0}
summary{cursor:pointer}pre{white-space:pre-wrap;background:#f6f6f6;padding:1rem}</style>
<h1>Mensajes enviados ({{messages.length}})</h1>
<p>Leídos del almacén por su huella (SHA-256); cada uno es el texto exacto que salió.</p>
{{#each messages}}<details><summary>{{at}} · {{accountId}} · {{step}} · {{channel}}{{#if subject}} · {{subject}}{{/if}}</summary>
<pre>{{text}}</pre><small>{{bodyHash}}</small></details>
{{/each}}</html>
`);

/** Bodies read at once; the local store answers one after the other anyway. */
const AT_ONCE = 20;

interface ShownMessage {
  readonly at: string;
  readonly accountId: string;
  readonly step: string;
  readonly channel: string;
  readonly subject?: string;
  readonly text: string;
  readonly bodyHash: string;
}

/** Writes the page of all messages of the accounts, read back from the store by the hash of their bodies. */
export async function writeOutboxPage(
  cluster: Cluster,
  accounts: readonly string[],
  file: string,
): Promise<void> {
  const attempts: StoredAttempt[] = [];
  for (const accountId of accounts)
    attempts.push(...(await cluster.store.listAttempts({ tenant: LOCAL_TENANT, accountId })));
  const sent = attempts.filter(({ state }) => state === 'SENT').sort((a, b) => a.at - b.at);
  const messages: ShownMessage[] = [];
  for (let from = 0; from < sent.length; from += AT_ONCE) {
    messages.push(
      ...(await Promise.all(sent.slice(from, from + AT_ONCE).map((attempt) => shown(cluster, attempt)))),
    );
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, PAGE({ messages }));
}

async function shown(
  cluster: Cluster,
  { at, tenant, accountId, step, channel, bodyHash }: StoredAttempt,
): Promise<ShownMessage> {
  const body = await cluster.store.readBody({ tenant, accountId }, bodyHash);
  // Written by composeMessage as canonical JSON of exactly these members.
  const { subject, text } = JSON.parse(body ?? '{"text":""}') as { subject?: string; text: string };
  return { at: isoFromInstant(at), accountId, step, channel, ...(subject && { subject }), text, bodyHash };
}
