import "../style/tokens.css";
import "../style/base.css";
import "../style/controls.css";
import "./phones.css";
import "./rows.css";
import "./handset.css";
import "./settings.css";
import { render } from "solid-js/web";
import { applyTheme } from "../state/theme.ts";
import { App } from "./app.tsx";
import { watchHandsets } from "./handsets.ts";
import { applyLanguage } from "./language.ts";

applyTheme();
applyLanguage();
watchHandsets();
render(() => <App />, document.getElementById("phones")!);
