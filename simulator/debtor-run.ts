import type { CaseEvent } from '../domain/case/events';
import type { Strategy } from '../domain/strategy';
import type { Behaviour } from './behaviour';
import { Chance } from './chance';
import type { BookedPayment, Debtor, Happening } from './debtor';
import type { LiveAccount, MadeContact, Setting, Witness } from './life';
import { Life } from './life';
import { Reactions } from './reactions';
import type { Tallies } from './tallies';

/** Who hears of what, besides the tally. */
export interface Ears {
  readonly event?: (account: LiveAccount, event: CaseEvent) => void;
  readonly contact?: (account: LiveAccount, contact: MadeContact) => void;
  readonly bounced?: (attempt: string) => void;
  readonly payment?: (account: LiveAccount, payment: BookedPayment) => void;
  readonly happened?: Witness['happened'];
}

export interface Game extends Setting {
  /** The strategy under trial: of whoever is dealt no other. */
  readonly strategy: Strategy;
  readonly seed: number;
  readonly behaviour: Behaviour;
}

const NOTHING: readonly Happening[] = [];

/** Lives one debtor to the end of the run and counts. */
export function runDebtor(debtor: Debtor, game: Game, tallies: Tallies, ears: Ears = {}): Life {
  const { jurisdiction } = debtor.person;
  const reactions = new Reactions(new Chance(game.seed, debtor.person.id), game.behaviour);
  const stages = new Map<LiveAccount, string>();
  const witness: Witness = {
    event(account, event) {
      const before = stages.get(account) ?? null;
      for (const tally of tallies.of(account)) tally.event(jurisdiction, account, before, event);
      if (event.type === 'stage_changed') stages.set(account, event.stage);
      ears.event?.(account, event);
      return reactions.toEvent(account, event);
    },
    contact: (account, contact) => ears.contact?.(account, contact),
    bounced(account, attempt) {
      for (const tally of tallies.of(account)) tally.bounce();
      ears.bounced?.(attempt);
    },
    payment(account: LiveAccount, payment: BookedPayment) {
      for (const tally of tallies.of(account)) tally.payment(account.opening.currency, payment);
      ears.payment?.(account, payment);
      return account.payer ? reactions.toPayment(account, payment) : NOTHING;
    },
    happened(happening, account, fact) {
      if (happening.kind === 'change') tallies.change(life.accounts, happening.change.kind);
      ears.happened?.(happening, account, fact);
    },
  };
  const life = new Life(debtor, game, witness);
  life.liveUntil(game.until);
  tallies.close(life.accounts);
  return life;
}
