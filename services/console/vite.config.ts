import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // One style sheet: pages are loaded when they are looked at, and share words of style.
  build: { outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 700, cssCodeSplit: false },
  server: {
    proxy: {
      "/graphql": "http://127.0.0.1:7310",
      "/auth": "http://127.0.0.1:7310",
      "/socket.io": { target: "http://127.0.0.1:7310", ws: true },
    },
  },
});
