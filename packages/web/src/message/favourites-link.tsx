import { go } from "../navigation/router.ts";
import { client, kept } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import { MessageIcon } from "./icon.tsx";
import { m } from "./language.ts";
import "./favourites.css";

/** From the settings to the favourites, and how many there are. */
export function FavouritesLink() {
  const count = (): number => {
    kept();
    return client.favourites.list.length;
  };
  return (
    <button
      type="button"
      class="favourites-link"
      data-testid="favourites"
      onClick={() => go({ screen: "favourites" })}
    >
      <MessageIcon name="star" />
      <span>{m().favourites.title}</span>
      <span class="soft">{count()}</span>
      <Icon name="chevron" />
    </button>
  );
}
