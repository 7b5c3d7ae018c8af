/** What lies in a pack and how to check it, for whoever opens it without knowing Recobro. */
export const README_TEXT = `Expediente de gestión de cobro (Recobro)

expediente.pdf, expediente.html   la línea de tiempo para leer
cuentas/                          por cuenta: libro (cadena de huellas), sellos diarios con su firma, envíos con el
                                  comprobante del proveedor, hechos recibidos, e historias completas del flujo
personas/                         consentimientos, bajas y sus pruebas, sin nombre ni direcciones
mensajes/                         cada mensaje tal como se envió; el nombre es su huella SHA-256
ley/, estrategias/, plantillas/   las versiones exactas con que se decidió y se escribió
software/                         el código de los flujos que corrió (Brotli)
manifest.json, manifest.sig       la huella de cada archivo y la firma de todo (ECDSA P-256, SHA-256)

Comprobar sin conexión:   npx recobro evidence verify ARCHIVO
Con la clave publicada:   npx recobro evidence verify ARCHIVO --fingerprint SHA256:…

La comprobación nombra cada hallazgo con su lugar. Sin --fingerprint solo prueba que quien firmó tenía la clave que
está en el expediente: compare la huella de la clave con la que publica el acreedor.

Los mensajes y las historias contienen datos personales: trate el archivo como tal.
`;
