import { createRoot } from "react-dom/client";
import "./shell/base.css";
import { App } from "./shell/App.tsx";

createRoot(document.getElementById("root")!).render(<App />);
