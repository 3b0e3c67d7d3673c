import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import { render } from "solid-js/web";
import { App } from "./app.tsx";
import { applyLanguage } from "./i18n/language.ts";
import { followAddressBar } from "./navigation/router.ts";
import { openClient } from "./state/client.ts";
import { applyTheme } from "./state/theme.ts";
import { followKeyboard } from "./ui/viewport.ts";
import { registerServiceWorker } from "./update.ts";

applyTheme();
followKeyboard();
followAddressBar();
await Promise.all([applyLanguage(), openClient()]);
render(() => <App />, document.getElementById("app")!);
registerServiceWorker();
