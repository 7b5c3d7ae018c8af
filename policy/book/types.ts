import type { DebtorKind, SendChannel } from '../../domain/channel';
import type { Traits } from '../../domain/case/state';
import type { Currency, MinorUnits } from '../../domain/money';
import type { Language } from '../../domain/person';
import type { Day, Instant } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import type { ColumnMap } from './column-map';
import type { FaultCode } from './faults';

/** One instalment or invoice as the creditor's file states it. `id` is unique within the account. */
export interface BookDebt {
  readonly id: string;
  /** Local date at the person's zone. */
  readonly due: Day;
  /** Date of the invoice, not after `due`. */
  readonly issued?: Day;
  /** Minor units of the account's currency, more than zero. */
  readonly amount: MinorUnits;
  /** Parts of `amount`, where the file says them; the rest is principal. */
  readonly interest?: MinorUnits;
  readonly fees?: MinorUnits;
}

/** The debtor as the creditor's file states it. Rows of one person share one object. */
export interface BookPerson {
  readonly id: string;
  readonly name: string;
  /** Rule pack id. */
  readonly jurisdiction: string;
  readonly zone: ZoneId;
  readonly language: Language;
  readonly kind: DebtorKind;
  readonly taxId?: string;
  /** Telephone numbers in E.164. */
  readonly addresses: Readonly<Partial<Record<SendChannel, string>>>;
  /** In the order of `sendChannels`, each once. */
  readonly consent: readonly SendChannel[];
}

/** One delinquent account of a book. */
export interface BookAccount {
  readonly account: string;
  readonly person: BookPerson;
  readonly currency: Currency;
  /** When the case opens. Absent = when it is imported. */
  readonly opened?: Instant;
  readonly strategy?: string;
  /** What segments may ask about; absent where the row says nothing. */
  readonly traits?: Traits;
  /** In the order of the file, never empty. */
  readonly debts: readonly BookDebt[];
  /** Line of the file at which the row begins, the first is 1; in a workbook, the row's number in the sheet. */
  readonly row: number;
}

/** One fault of one row. A row with several faults gives several of these. */
export interface RejectedRow {
  /** As {@link BookAccount.row}; 1 for faults of the whole file. */
  readonly row: number;
  readonly account?: string;
  /** Our name of the column; `*` when the fault is of the row or file as a whole. */
  readonly column: string;
  readonly code: FaultCode;
  /** What is wrong. Quotes at most the offending value, masked but for its last two characters. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What a file holds. Every row is either an account or at least one rejected row. */
export interface Book {
  readonly accounts: readonly BookAccount[];
  readonly rejected: readonly RejectedRow[];
  /** Rows of data: without header, lines above it and empty lines. */
  readonly rows: number;
  /** Headers of the file that no column of ours takes. */
  readonly ignored: readonly string[];
}

/** What the reader must know besides the file. */
export interface BookOptions {
  /** Ids of the rule packs at hand; a row with another jurisdiction is rejected. */
  readonly jurisdictions: ReadonlySet<string>;
  /** Ids of the strategies at hand. Absent = any id is taken. */
  readonly strategies?: ReadonlySet<string>;
  /** Names of columns and constants of this creditor's files. */
  readonly map?: ColumnMap;
  /** Name of the sheet of a workbook. Absent = the first that is not hidden. */
  readonly sheet?: string;
}
