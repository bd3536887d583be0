import '@fontsource-variable/archivo/wdth.css';
import './theme.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { assert } from '@pledgeline/core';
import { LanguageProvider } from '../language/use-sentences.tsx';
import { queries } from './queries.ts';
import { router } from './router.tsx';
import { show } from './theme.ts';

show();
const root = document.getElementById('root');
assert(root !== null, 'index.html has a root');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
