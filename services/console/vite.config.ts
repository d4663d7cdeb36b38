import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 700 },
  server: {
    proxy: {
      "/graphql": "http://127.0.0.1:7310",
      "/auth": "http://127.0.0.1:7310",
      "/socket.io": { target: "http://127.0.0.1:7310", ws: true },
    },
  },
});
