import { checkLaw, checkLog } from '../../evidence/verify/contacts';
import type { CheckId, CheckResult, Finding } from '../../evidence/verify/findings';
import type { PackContent } from '../../evidence/pack/content';
import { checkHistories, checkReplay } from '../../evidence/verify/histories';
import { checkJournal } from '../../evidence/verify/journal';
import { checkChains, checkSeals } from '../../evidence/verify/ledgers';
import { checkMessages, checkReceipts, checkVersions } from '../../evidence/verify/messages';
import { checkPayment } from '../../evidence/verify/payment';

type Look = (content: PackContent, tenant: string) => CheckResult | Promise<CheckResult[]>;

/** The checks of the content, alone: a whole verification replays every history. */
const looks: Readonly<Partial<Record<CheckId, Look>>> = {
  ...{ chain: checkChains, seals: checkSeals, histories: checkHistories, journal: checkJournal },
  ...{ replay: checkReplay, inputs: checkReplay, law: checkLaw, log: checkLog, messages: checkMessages },
  ...{ receipts: checkReceipts, versions: checkVersions, payment: checkPayment },
};

/** What one check finds in a content. */
export async function lookedAt(check: CheckId, content: PackContent, tenant: string): Promise<Finding[]> {
  const results = await looks[check]?.(content, tenant);
  return [results ?? []].flat().flatMap(({ findings }) => findings);
}
