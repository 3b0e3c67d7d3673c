import "../style/tokens.css";
import "../style/base.css";
import "../style/controls.css";
import "./shared-link.css";
import { render } from "solid-js/web";
import { App } from "./app.tsx";
import { applyLanguage } from "./language.ts";

applyLanguage();
render(() => <App />, document.getElementById("shared")!);
