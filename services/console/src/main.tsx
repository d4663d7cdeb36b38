import { createRoot } from "react-dom/client";
import { App } from "./shell/App.tsx";
import "./style.css";

createRoot(document.getElementById("root")!).render(<App />);
