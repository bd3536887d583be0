import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** The bar of the screens, in place of the library's own mark. */
const MARK = {
  type: 'image/svg+xml',
  content: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect y="14" width="60" height="14" fill="#f15a24"/></svg>',
  ),
};

/** The API's document, made from the routes themselves: a page at /api/docs, OpenAPI 3.1 at /api/docs/json. */
export async function apiDocuments(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pledgeline',
        version: '1',
        description:
          'Sign-in is by cookie: staff by a one-time link, volunteers by the short code of their position. Every failed request answers a fault with a sentence in French or English (`Accept-Language`, or `?lang=`).',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => {
    scope.addHook('onRoute', (options) => {
      options.config = { ...options.config, access: 'public' };
    });
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      logo: MARK,
      theme: { title: 'Pledgeline API' },
    });
  });
}
