import type { LenientRule } from '../../domain/strategy';
import { signatureWords } from '../../policy/law/explain';
import type { PackContent } from '../pack/content';
import type { Claim } from '../verify/contacts';
import { signedRules } from '../verify/contacts';

/** The strict rules that stood in the way of a contact, each with the reason and signature by which it was set aside. */
export function setAsideWords(content: PackContent, claim: Claim): readonly string[] {
  const signed = signedRules(content, claim) ?? [];
  return (claim.facts.setAside ?? []).map((rule) => wordsOf(rule, signed));
}

function wordsOf(rule: string, signed: readonly LenientRule[]): string {
  const found = signed.find((one) => one.rule === rule);
  const why = found ? signatureWords(found) : 'El motivo y la firma no están en el expediente.';
  return `${rule}. ${why}`;
}
