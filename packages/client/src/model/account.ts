import type { AccountChange, AccountId, Member, Profile } from "@feiliao/protocol";
import type { CacheChange } from "../cache/port.ts";
import { deleteMeta, metaKey, putMeta } from "../cache/records.ts";
import type { SignInRequest } from "../types.ts";
import { Kept } from "./kept.ts";
import { KeptMessages } from "./kept-messages.ts";
import { KeptSms } from "./kept-sms.ts";

/** What belongs to the person: profile and remark names, as the account's own log has told them. */
export class Account {
  readonly account_id: AccountId;
  /** Of the last change that was applied. */
  position: number;
  profile: Profile | null;
  /** The device that asked last to be signed in; null once it was decided. */
  signInRequest: SignInRequest | null;
  readonly kept: Kept;
  /** Favourites, and what is sent later. */
  readonly messages: KeptMessages;
  readonly sms: KeptSms;
  readonly #remarkNames: Map<string, string>;
  /** Those with whom there is a direct conversation. */
  readonly #met = new Map<AccountId, Pick<Member, "address" | "name">>();

  constructor(
    account_id: AccountId,
    known: {
      position: number;
      profile: Profile | null;
      signInRequest?: SignInRequest | null;
      remarkNames: Map<string, string>;
      kept?: Kept;
      messages?: KeptMessages;
      sms?: KeptSms;
    },
  ) {
    this.kept = known.kept ?? new Kept();
    this.account_id = account_id;
    this.position = known.position;
    this.profile = known.profile;
    this.signInRequest = known.signInRequest ?? null;
    this.messages = known.messages ?? new KeptMessages();
    this.sms = known.sms ?? new KeptSms();
    this.#remarkNames = known.remarkNames;
  }

  /** Who is known from a direct conversation is known everywhere. */
  meet({ account_id, address, name }: Member): void {
    if (account_id !== this.account_id) this.#met.set(account_id, { address, name });
  }

  /** Of oneself the profile tells: one's own row is another in each conversation. */
  met(account_id: AccountId): Pick<Member, "address" | "name"> {
    const { profile } = this;
    if (account_id === this.account_id && profile) {
      return { address: `tel:${profile.number}`, name: profile.name };
    }
    return this.#met.get(account_id) ?? { address: null, name: null };
  }

  remarkName(address: string | null): string | undefined {
    return address === null ? undefined : this.#remarkNames.get(address);
  }

  setProfile(profile: Profile): CacheChange[] {
    this.profile = profile;
    return [putMeta(metaKey.profile, profile)];
  }

  setSignInRequest(request: SignInRequest | null): CacheChange[] {
    this.signInRequest = request;
    return [request ? putMeta(metaKey.signInRequest, request) : deleteMeta(metaKey.signInRequest)];
  }

  setRemarkName({ address, name }: Extract<AccountChange, { type: "contact" }>): CacheChange[] {
    if (name === null) {
      this.#remarkNames.delete(address);
      return [deleteMeta(metaKey.contact(address))];
    }
    this.#remarkNames.set(address, name);
    return [putMeta(metaKey.contact(address), { address, name })];
  }

  forgetContacts(): CacheChange[] {
    const changes = [...this.#remarkNames.keys()].map((address) => deleteMeta(metaKey.contact(address)));
    this.#remarkNames.clear();
    return changes;
  }

  moveTo(position: number): CacheChange[] {
    this.position = position;
    return [putMeta(metaKey.accountPosition, position)];
  }
}
