import Handlebars from 'handlebars';
import type { Language } from '../../domain/person';
import { nearestName } from '../nearest';
import { formatDate, formatMoney } from './format';
import type { VariableName } from './variables';
import { givenWith, isVariableName, variableRules } from './variables';

/** One text of a template, ready to render. */
export interface CompiledText {
  readonly source: string;
  /** Variables that the text always shows. */
  readonly required: readonly VariableName[];
  /** Variables that it shows only where they are given (`{{#if …}}`). */
  readonly optional: readonly VariableName[];
  readonly run: (context: object, language: Language) => string;
}

/** Why a text is no template: what is wrong and how to mend it. */
export interface TextFault {
  readonly message: string;
  readonly remedy: string;
}

interface HelperOptions {
  readonly data: { readonly language: Language };
}

const helperNames = ['money', 'date'] as const;
const HELPERS =
  'use {{variable}}, {{money amountMinor currency}}, {{date dueDate}}, {{date dueDate "long"}} and {{#if variable}}…{{/if}}';

// An instance of its own: nobody else's helpers, and ours for nobody else.
const engine = Handlebars.create();
engine.registerHelper('money', (minorUnits: number, currency: string, { data }: HelperOptions) =>
  formatMoney(minorUnits, currency, data.language),
);
engine.registerHelper('date', (iso: string, form: string | HelperOptions, last?: HelperOptions) => {
  const options = typeof form === 'string' ? last : form;
  return formatDate(iso, form === 'long' ? 'long' : 'short', options?.data.language ?? 'es');
});

/** Compiles a text, or says everything that is wrong with it. */
export function compileText(source: string): CompiledText | readonly TextFault[] {
  const program = parse(source);
  if ('message' in program) return [program];
  const use: Use = { required: new Set(), optional: new Set(), faults: [] };
  visit(program, use, []);
  if (use.faults.length > 0) return use.faults;
  const template = engine.compile<object>(program, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    knownHelpers: { money: true, date: true },
  });
  const optional = [...use.optional].filter((name) => !use.required.has(name));
  return {
    source,
    required: [...use.required],
    optional,
    run: (context, language) => template(context, { data: { language } }),
  };
}

function parse(source: string): hbs.AST.Program | TextFault {
  try {
    return engine.parse(source);
  } catch (error) {
    const [, , , reason = String(error)] = error instanceof Error ? error.message.split('\n') : [];
    return { message: `the text is not a template: ${reason}`, remedy: HELPERS };
  }
}

interface Use {
  readonly required: Set<VariableName>;
  readonly optional: Set<VariableName>;
  readonly faults: TextFault[];
}

/** Walks a program and notes which variables it needs; `given` are those that an enclosing `{{#if}}` has asked for. */
function visit(program: hbs.AST.Program, use: Use, given: readonly string[]): void {
  for (const statement of program.body) {
    if (isMustache(statement)) visitMustache(statement, use, given);
    else if (isBlock(statement)) visitBlock(statement, use, given);
    else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') {
      use.faults.push({ message: `${statement.type} is not allowed in a message`, remedy: HELPERS });
    }
  }
}

function visitMustache(
  { path, params }: hbs.AST.MustacheStatement,
  use: Use,
  given: readonly string[],
): void {
  if (params.length === 0) return noteVariable(path, use, given);
  const helper = nameOf(path);
  if (helperNames.some((name) => name === helper)) return noteArguments(helper, params, use, given);
  use.faults.push({ message: `unknown helper "${helper}"`, remedy: HELPERS });
}

function noteArguments(
  helper: string,
  params: readonly hbs.AST.Expression[],
  use: Use,
  given: readonly string[],
): void {
  const [first, second] = params;
  const isRight =
    helper === 'money' ? params.length === 2 : params.length === 1 || (params.length === 2 && isLong(second));
  if (!isRight) use.faults.push({ message: `wrong arguments of {{${helper} …}}`, remedy: HELPERS });
  if (first) noteVariable(first, use, given);
  if (helper === 'money' && second) noteVariable(second, use, given);
}

function visitBlock(
  { path, params, program, inverse }: hbs.AST.BlockStatement,
  use: Use,
  given: readonly string[],
): void {
  const [subject] = params;
  const block = nameOf(path);
  if ((block !== 'if' && block !== 'unless') || !subject || params.length !== 1) {
    use.faults.push({ message: `unknown block "${block}"`, remedy: HELPERS });
    return;
  }
  const name = nameOf(subject);
  const within = [...given, ...givenWith(name)];
  noteVariable(subject, use, within);
  visit(program, use, block === 'if' ? within : given);
  // Without an `else` there is no inverse, whatever the type says.
  if (inverse as hbs.AST.Program | undefined) visit(inverse, use, block === 'if' ? given : within);
}

function noteVariable(expression: hbs.AST.Expression, use: Use, given: readonly string[]): void {
  const name = nameOf(expression);
  if (isVariableName(name)) (given.includes(name) ? use.optional : use.required).add(name);
  else use.faults.push(unknownVariable(name));
}

function unknownVariable(name: string): TextFault {
  const near = nearestName(name, Object.keys(variableRules));
  const remedy = near ? `did you mean "${near}"?` : `use one of ${Object.keys(variableRules).join(', ')}`;
  return { message: `unknown variable "${name}"`, remedy };
}

const nameOf = (expression: hbs.AST.Expression): string =>
  'original' in expression ? String(expression.original) : expression.type;

const isLong = (expression: hbs.AST.Expression | undefined): boolean =>
  expression?.type === 'StringLiteral' && nameOf(expression) === 'long';

const isMustache = (statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement =>
  statement.type === 'MustacheStatement';

const isBlock = (statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement =>
  statement.type === 'BlockStatement';
