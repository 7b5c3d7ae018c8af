import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number, not below the least. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least)
      throw new InvalidArgumentError(`Write a whole number of ${least} or more.`);
    return value;
  };
