/** Where things lie in a pack. Ids are escaped, so that none leaves its folder. */
const safe = (id: string): string => encodeURIComponent(id).replace(/\./g, '%2E');

const folderOf = (account: string): string => `cuentas/${safe(account)}`;

export const paths = {
  readme: 'LEEME.txt',
  html: 'expediente.html',
  pdf: 'expediente.pdf',
  bundle: (buildId: string) => `software/${safe(buildId)}.workflows.js.br`,
  account: (account: string) => `${folderOf(account)}/cuenta.json`,
  ledger: (account: string) => `${folderOf(account)}/libro.jsonl`,
  attempts: (account: string) => `${folderOf(account)}/envios.json`,
  facts: (account: string) => `${folderOf(account)}/hechos.json`,
  seals: (account: string) => `${folderOf(account)}/sellos.json`,
  history: (account: string, number: number, runId: string) =>
    `${folderOf(account)}/historias/${String(number).padStart(3, '0')}-${safe(runId)}.jsonl`,
  histories: (account: string) => `${folderOf(account)}/historias/`,
  person: (person: string) => `personas/${safe(person)}.json`,
  message: (hash: string) => `mensajes/${hash}.json`,
  pack: (name: string) => `ley/paquetes/${safe(name)}.yaml`,
  calendar: (name: string) => `ley/calendarios/${safe(name)}.json`,
  strategy: (hash: string) => `estrategias/${hash}.json`,
  templates: (version: string) => `plantillas/${version}.json`,
} as const;
