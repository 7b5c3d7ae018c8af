import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
} from '@temporalio/common/lib/internal-non-workflow';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { createDataConverter } from '../../temporal/data-converter';
import { keyRing } from '../../temporal/key-ring';

const keys = keyRing(new Map([['k1', Buffer.alloc(32, 1)]]));
const converter = loadDataConverter(createDataConverter({ keys, namespace: 'default' }));
const context = { type: 'workflow', namespace: 'default', workflowId: 'account/acme/A-1' } as const;

test('a failure hides its message, details and stack, and comes back whole', async () => {
  const failure = await encodeErrorToFailure(
    converter,
    ApplicationFailure.nonRetryable('Juan Pérez debe', 'X', 'Juan'),
    context,
  );
  expect(JSON.stringify(failure)).not.toContain('Juan');
  expect(failure.message).toBe('Encoded failure');
  expect(failure.stackTrace).toBe('');
  const error = await decodeOptionalFailureToOptionalError(converter, failure, context);
  expect(error).toMatchObject({ message: 'Juan Pérez debe', type: 'X', details: ['Juan'] });
});

test('values keep the SDK converter', () => {
  expect(converter.payloadConverter).toBe(defaultPayloadConverter);
});
