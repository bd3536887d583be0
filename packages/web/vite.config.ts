import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In development the line's server runs beside; the browser sees one address, as in production. */
const server = 'http://127.0.0.1:8110';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', sourcemap: false, reportCompressedSize: true },
  server: { proxy: { '/api': { target: server, ws: true }, '/give': { target: server } } },
});
