/**
 * Carriers do not always write an id in a report as they wrote it in the answer: with zeros before it, in the other
 * case, in decimal instead of hexadecimal. These are the ways the id of a report may have been written, the likeliest
 * first; ids are not unique, so whoever looks one up has to compare the destination too.
 */
export function messageIdForms(id: string): string[] {
  const forms = [id, withoutZeros(id), id.toLowerCase(), id.toUpperCase()];
  if (/^\d{1,20}$/.test(id)) {
    const hex = BigInt(id).toString(16);
    forms.push(hex, hex.toUpperCase());
  }
  if (/^[0-9a-f]{1,16}$/i.test(id)) forms.push(BigInt(`0x${id}`).toString());
  return [...new Set(forms)];
}

/** The form under which an id is remembered, so that zeros and case do not matter when one of its forms is sought. */
export function plainMessageId(id: string): string {
  return withoutZeros(id).toLowerCase();
}

function withoutZeros(id: string): string {
  return id.startsWith("0") ? id.replace(/^0+(?=.)/, "") : id;
}
