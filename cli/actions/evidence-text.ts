import type { CheckId } from '../../evidence/verify/findings';
import type { Manifest, PackBuild } from '../../evidence/pack/manifest';
import type { Verification } from '../../evidence/verify/verify';

const checkNames: Readonly<Record<CheckId, string>> = {
  container: 'archivo',
  signature: 'firma',
  files: 'huellas de los archivos',
  key: 'clave publicada',
  chain: 'cadena del libro',
  seals: 'sellos diarios',
  histories: 'historias completas',
  replay: 'repetición de las historias con el código que corrió',
  inputs: 'valores que el código vuelve a dar',
  journal: 'asientos y contactos decididos por el flujo',
  law: 'contactos decididos otra vez por la ley de entonces',
  log: 'registro de contactos con que se decidió',
  messages: 'textos enviados',
  receipts: 'comprobantes de los proveedores',
  versions: 'estrategias y plantillas',
  payment: 'ningún contacto después del pago',
};

/** The result of a verification, for compliance staff. */
export function verificationText({
  holds,
  manifest,
  fingerprint,
  checks,
  findings,
  erased,
  isDamaged,
}: Verification): string {
  const about = manifest
    ? [
        `Expediente de ${manifest.tenant}, hecho el ${manifest.madeAt} con Recobro ${manifest.software.version}`,
        `Clave que firmó: ${manifest.signature.keyId}`,
        `Huella de la clave: ${fingerprint ?? ''}`,
        ...manifest.builds.map(codeWords(manifest)),
      ]
    : [];
  const lines = checks.map(
    ({ check, examined, findings: found }) =>
      `  ${checkNames[check].padEnd(56)} ${String(examined).padStart(6)}  ${resultWords(check, examined, found.length)}`,
  );
  const told = findings.map(({ check, place, message }) => `  [${checkNames[check]}] ${place}: ${message}`);
  return [
    ...about,
    '',
    ...lines,
    '',
    ...(told.length > 0 ? ['Hallazgos', ...told, ''] : []),
    ...erased.map(
      (account) =>
        `Cuenta ${account}: la persona fue suprimida; sus textos, hechos e historias ya no existen y no se comprobaron.`,
    ),
    ...(isDamaged ? ['El expediente no es el que se firmó: su contenido no se examinó.'] : []),
    holds
      ? 'El expediente se sostiene: ningún hallazgo.'
      : `El expediente NO se sostiene: ${findings.length} hallazgo(s).`,
    '',
  ].join('\n');
}

/** A check that had nothing to look at proves nothing, and says so. */
function resultWords(check: CheckId, examined: number, found: number): string {
  if (found > 0) return `${found} hallazgo(s)`;
  if (examined > 0) return 'bien';
  return check === 'key' ? 'sin comparar: dé --fingerprint' : 'nada que comprobar';
}

/** The hash is what to compare with the code that was published or deposited. */
const codeWords =
  ({ files }: Manifest) =>
  ({ buildId, version, commit, bundle }: PackBuild): string => {
    const hash = files.find(({ path }) => path === bundle)?.sha256 ?? 'falta';
    const source = commit === undefined ? '' : `, commit ${commit}`;
    return `Código que corrió: compilación ${buildId} (Recobro ${version}${source}), SHA-256 ${hash}`;
  };
