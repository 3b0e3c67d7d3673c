import "../style/tokens.css";
import "../style/base.css";
import "../style/controls.css";
import "./operator.css";
import { render } from "solid-js/web";
import { applyTheme } from "../state/theme.ts";
import { App } from "./app.tsx";
import { applyLanguage } from "./language.ts";
import { watchReport } from "./report-state.ts";

applyTheme();
applyLanguage();
watchReport();
render(() => <App />, document.getElementById("operator")!);
