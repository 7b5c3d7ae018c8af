/**
 * What Lambda does with a package: loads `lambda.js`, calls its handler asynchronously and with a deadline. The time-out is that
 * of the deployed function. It says one line of JSON when it has loaded, and one when a call is done. With `stay` the process waits,
 * and each line that it is given is one more call.
 */
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { createInterface } = require('node:readline');

const [folder, functionName, timeoutMs, stay] = process.argv.slice(2);
const tell = (invocation) => process.stdout.write(`${JSON.stringify({ invocation })}\n`);

const startMs = performance.now();
const { handler } = require(join(folder, 'lambda.js'));
tell({ loadedMs: Math.round(performance.now() - startMs) });

function call(number) {
  const deadlineMs = performance.now() + Number(timeoutMs);
  const context = {
    awsRequestId: `${functionName}-${number}`,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadlineMs - performance.now())),
  };
  handler({}, context).then(
    () => {
      tell({
        leftMs: context.getRemainingTimeInMillis(),
        rssMb: Math.round(process.memoryUsage.rss() / 1e6),
      });
      if (stay !== 'stay') process.exit(0); // Lambda freezes the process; a timer that is still open does not keep it
    },
    (error) => {
      tell({ error: String(error?.stack ?? error) });
      process.exit(1);
    },
  );
}

let calls = 1;
call(calls);
if (stay === 'stay') createInterface({ input: process.stdin }).on('line', () => call((calls += 1)));
