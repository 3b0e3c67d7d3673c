const SLASH = "/".charCodeAt(0);
const QUESTION_MARK = "?".charCodeAt(0);

/**
 * Cuts an XML stream into its stanzas: the children of <stream:stream> (RFC 6120, section 4.1).
 * It only follows the nesting of tags, which is enough because both peers escape > in text and attributes.
 */
export class StanzaSplitter {
  private text = "";
  /** Everything before this is scanned. */
  private position = 0;
  private depth = 0;

  /** For the new stream after authentication (RFC 6120, section 4.3.3). */
  reset(): void {
    this.text = "";
    this.position = 0;
    this.depth = 0;
  }

  /** The stanzas completed by this piece of the stream. */
  push(piece: string): string[] {
    this.text += piece;
    const stanzas: string[] = [];
    let unfinished = 0;
    for (let tag = this.nextTag(); tag; tag = this.nextTag()) {
      if (tag.kind === "opening") {
        if (this.depth === 1) unfinished = tag.start;
        this.depth++;
      } else {
        if (tag.kind === "closing") this.depth--;
        else unfinished = this.depth === 1 ? tag.start : unfinished;
        if (this.depth === 1) stanzas.push(this.text.slice(unfinished, this.position));
      }
      if (this.depth <= 1) unfinished = this.position;
    }
    this.text = this.text.slice(unfinished);
    this.position -= unfinished;
    return stanzas;
  }

  private nextTag(): { kind: "opening" | "closing" | "empty"; start: number } | null {
    const start = this.text.indexOf("<", this.position);
    const end = start < 0 ? -1 : this.text.indexOf(">", start);
    if (end < 0) return null;
    this.position = end + 1;
    const first = this.text.charCodeAt(start + 1);
    if (first === QUESTION_MARK) return this.nextTag();
    if (first === SLASH) return { kind: "closing", start };
    return { kind: this.text.charCodeAt(end - 1) === SLASH ? "empty" : "opening", start };
  }
}
