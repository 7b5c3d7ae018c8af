/** Every error of the core has a code, the facts, and a message that names the failed action and the remedy. */
export interface ErrorDetails {
  'calendar.badDate': { text: string };
  'calendar.badInstant': { text: string };
  'calendar.unknownZone': { zone: string };
  'money.unknownCurrency': { currency: string };
  'money.notWhole': { minorUnits: number };
  'law.unknownPack': { pack: string };
  'law.outsideCalendar': { calendar: string; date: string };
  'law.badPack': { pack: string; problem: string };
  'law.unknownCalendar': { pack: string; calendar: string };
  'law.badFile': { file: string; problems: readonly string[] };
  'law.badRequest': { field: string };
  'strategy.invalid': { file: string; problems: readonly string[] };
  'strategy.unreadable': { file: string };
  'template.invalid': { directory: string; problems: readonly string[] };
  'template.unknown': { template: string; channel: string; language: string };
  'template.missingVariable': { template: string; channel: string; language: string; variable: string };
  'template.badVariable': { template: string; channel: string; language: string; variable: string };
  'book.badMap': { path: string };
  'book.badSample': { row: number };
  'book.unreadable': { file: string };
  'experiment.badData': { file: string; line: number; problem: string };
  'world.bad': { path: string };
  'scenario.unreadable': { file: string };
  'scenario.none': { files: readonly string[] };
  'scenario.unwritable': { file: string };
  'scenario.bad': { file: string; document: number; field: string };
  'simulation.badFile': { file: string; problems: readonly string[] };
  'simulation.badUse': { option: string };
  'privacy.badRequest': { field: string };
  'payload.noKeys': { variable: string };
  'payload.badKey': { variable: string; entry: number };
  'payload.erased': { workflowId: string };
  'payload.unknownKey': { keyId: string; known: readonly string[] };
  'payload.otherWorkflow': { expected: string; received: string };
  'payload.notAuthentic': { keyId: string; workflowId: string };
  'temporal.badSetting': { variable: string };
  'secret.bad': { name: string };
  'system.notFound': { directory: string };
  'account.unknown': { account: string; tenant: string };
  'audit.empty': { tenant: string };
  'audit.badState': { file: string };
  'evidence.badArchive': { offset: number; problem: string };
  'evidence.tooLarge': { files: number; most: number };
  'evidence.unknown': { subject: string; tenant: string };
  'evidence.unreadable': { file: string };
  'evidence.noKey': { variable: string };
  'evidence.noArchive': { variable: string };
  'evidence.otherBuild': { buildId: string; kept: string; given: string };
  'evidence.damagedBuild': { buildId: string };
  'evidence.unknownBuild': { buildId: string; checkout: string };
  'local.missing': { what: string; install: string };
  'local.installFailed': { what: string; reason: string };
  'local.notReady': { service: string; logFile: string };
  'local.running': { pid: number; startedAt: string };
}

export type ErrorCode = keyof ErrorDetails;

export class RecobroError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'RecobroError';

  constructor(
    readonly code: C,
    message: string,
    readonly details: ErrorDetails[C],
  ) {
    super(message);
  }
}
