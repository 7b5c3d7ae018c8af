const words = (text: string): readonly string[] => text.split(' ');

/**
 * Our columns, and the headers by which files of Latin America name them, in Spanish, Portuguese and English.
 * Headers are compared in lower case, without accents, with everything but letters and digits as `_`.
 */
export const columnSynonyms = {
  account: words(
    'account_id account_number loan loan_id contract cuenta id_cuenta numero_cuenta numero_de_cuenta nro_cuenta credito numero_credito operacion numero_operacion nro_operacion obligacion prestamo contrato conta id_conta numero_da_conta operacao emprestimo',
  ),
  person: words(
    'person_id customer customer_id client client_id debtor debtor_id persona id_persona cliente id_cliente codigo_cliente deudor id_deudor pessoa id_pessoa devedor id_devedor',
  ),
  name: words(
    'full_name customer_name company nombre nombre_completo nombre_cliente razon_social nome nome_completo nome_cliente razao_social',
  ),
  tax_id: words(
    'tax_number document identificacion documento numero_documento rut nit cedula rfc dni cuit ruc cpf cnpj cpf_cnpj identificacao',
  ),
  jurisdiction: words('country pack jurisdiccion pais jurisdicao'),
  zone: words('time_zone timezone zona zona_horaria huso_horario fuso fuso_horario'),
  language: words('lang idioma lengua lingua'),
  kind: words(
    'person_type debtor_kind tipo tipo_persona tipo_de_persona tipo_cliente tipo_pessoa tipo_de_pessoa',
  ),
  email: words('e_mail mail email_address correo correo_electronico'),
  sms: words(
    'mobile phone cell_phone cellphone celular movil telefono telefono_movil telefono_celular telefone telefone_celular',
  ),
  whatsapp: words('whats_app wa wsp zap'),
  letter: words('address postal_address direccion direccion_postal domicilio endereco endereco_postal'),
  voice: words('landline call telefono_fijo fijo telefone_fixo fixo'),
  consent: words(
    'consents consentimiento consentimientos autorizacion canales_autorizados consentimento autorizacao canais_autorizados',
  ),
  currency: words('ccy moneda divisa moeda'),
  opened: words(
    'opened_at opening_date apertura fecha_apertura fecha_de_apertura abertura data_abertura data_de_abertura',
  ),
  strategy: words('estrategia'),
  product: words('producto linea linea_de_producto produto linha'),
  city: words('town ciudad municipio cidade'),
  score: words('risk_score credit_score puntaje puntaje_de_riesgo scoring pontuacao'),
  cause: words('cause_of_delay reason causa causa_de_mora motivo motivo_de_mora causa_do_atraso'),
  times_late: words('late_before previous_delinquencies veces_en_mora moras_anteriores vezes_em_atraso'),
  debt: words(
    'debt_id invoice invoice_number instalment installment deuda id_deuda cuota factura numero_factura divida id_divida parcela fatura',
  ),
  due: words(
    'due_date vence vencimiento fecha_vencimiento fecha_de_vencimiento vencimento data_vencimento data_de_vencimento',
  ),
  issued: words(
    'issue_date invoice_date emision fecha_emision fecha_de_emision fecha_factura fecha_de_factura emissao data_emissao data_de_emissao data_fatura',
  ),
  amount: words('value balance outstanding monto importe saldo valor valor_cuota montante valor_parcela'),
  interest: words(
    'accrued_interest overdue_interest late_interest interes intereses interes_moratorio intereses_moratorios intereses_mora juros juros_de_mora',
  ),
  fees: words(
    'fee charges late_fee cargos gastos gastos_de_cobranza comisiones honorarios encargos taxas multa',
  ),
  debts: words('instalments installments invoices deudas cuotas facturas dividas parcelas faturas'),
} as const satisfies Record<string, readonly string[]>;

export type ColumnName = keyof typeof columnSynonyms;

// Object.keys forgets the key type of a constant object.
export const columnNames = Object.keys(columnSynonyms) as readonly ColumnName[];

/** Columns without which no row can be read, whatever else there is. */
export const requiredColumns = [
  'account',
  'person',
  'name',
  'jurisdiction',
  'currency',
] as const satisfies readonly ColumnName[];

/** Whether the text is one of our column names. */
export const isColumnName = (text: string): text is ColumnName => Object.hasOwn(columnSynonyms, text);

/** The form in which headers are compared: `Fecha de  Vencimiento ` gives `fecha_de_vencimiento`. */
export function normalizedHeader(header: string): string {
  const plain = header.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
}

const columnOfHeader = new Map<string, ColumnName>(
  columnNames.flatMap((name) => [name, ...columnSynonyms[name]].map((header) => [header, name] as const)),
);

/** The column that a header names by itself or by a synonym. */
export const columnNamed = (header: string): ColumnName | undefined =>
  columnOfHeader.get(normalizedHeader(header));
