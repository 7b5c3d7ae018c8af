import type { Command } from 'commander';

export function registerScenario(_program: Command): void {}
