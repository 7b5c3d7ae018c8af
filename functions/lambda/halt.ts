import { createDocumentClient } from '../../store/client';
import { createStore } from '../../store/store';
import { tableNames } from '../../store/tables';
import { createAlarmHalt } from '../alarm-halt';
import { report } from './root';

/** Lambda that an alarm calls: stops the channel that `RECOBRO_HALT_CHANNEL` names. It needs neither secrets nor Temporal. */
export const handler = createAlarmHalt({
  // Nobody is looked up, so no index is needed.
  store: createStore({ documentClient: createDocumentClient(), tables: tableNames(process.env) }),
  env: process.env,
  report,
  now: Date.now,
});
