/** A time-out is for a hang, on the slowest machine that has other work too; some first runs install servers. */
jest.setTimeout(300_000);
