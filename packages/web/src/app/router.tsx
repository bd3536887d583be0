import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Broken, NotFound } from './failures.tsx';
import { Start } from './start.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../access/sign-in.tsx'), 'SignIn'),
});
const seat = createRoute({
  getParentRoute: () => root,
  path: '/seat',
  component: lazyRouteComponent(() => import('../access/seat.tsx'), 'TakeSeat'),
});
const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  component: lazyRouteComponent(() => import('../desk/desk-screen.tsx'), 'DeskScreen'),
});
/** Opened by its link, on a screen at which nobody is signed in. */
const wallboard = createRoute({
  getParentRoute: () => root,
  path: '/wallboard',
  component: lazyRouteComponent(() => import('../wallboard/wallboard-screen.tsx'), 'WallboardScreen'),
});
/** Mantine comes in here, and only here: the desk's bundle is without it. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: lazyRouteComponent(() => import('./staff-shell.tsx'), 'StaffShell'),
});
const positions = createRoute({
  getParentRoute: () => staff,
  path: '/positions',
  component: lazyRouteComponent(() => import('../access/positions.tsx'), 'Positions'),
});
const sites = createRoute({
  getParentRoute: () => staff,
  path: '/sites',
  component: lazyRouteComponent(() => import('../sites/sites-screen.tsx'), 'SitesScreen'),
});
const floor = createRoute({
  getParentRoute: () => staff,
  path: '/floor',
  component: lazyRouteComponent(() => import('../floor/floor-screen.tsx'), 'FloorScreen'),
});
const show = createRoute({
  getParentRoute: () => staff,
  path: '/show',
  component: lazyRouteComponent(() => import('../show/show-screen.tsx'), 'ShowScreen'),
});
const rehearsal = createRoute({
  getParentRoute: () => staff,
  path: '/rehearsal',
  component: lazyRouteComponent(() => import('../rehearsal/rehearsal-screen.tsx'), 'RehearsalScreen'),
});
const totals = createRoute({
  getParentRoute: () => staff,
  path: '/totals',
  component: lazyRouteComponent(() => import('../totals/totals-screen.tsx'), 'TotalsScreen'),
});
const outbox = createRoute({
  getParentRoute: () => staff,
  path: '/outbox',
  component: lazyRouteComponent(() => import('../outbox/outbox-screen.tsx'), 'OutboxScreen'),
});
const prompts = createRoute({
  getParentRoute: () => staff,
  path: '/prompts',
  component: lazyRouteComponent(() => import('../prompts/prompts-screen.tsx'), 'PromptsScreen'),
});
const prompt = createRoute({
  getParentRoute: () => staff,
  path: '/prompts/$name',
  component: lazyRouteComponent(() => import('../prompts/prompt-screen.tsx'), 'PromptScreen'),
});

const outside = createRoute({
  getParentRoute: () => staff,
  path: '/outside',
  component: lazyRouteComponent(() => import('../outside/outside-screen.tsx'), 'OutsideScreen'),
});
const trunks = createRoute({
  getParentRoute: () => staff,
  path: '/trunks',
  component: lazyRouteComponent(() => import('../trunks/trunks-screen.tsx'), 'TrunksScreen'),
});
const trunk = createRoute({
  getParentRoute: () => staff,
  path: '/trunks/$id',
  component: lazyRouteComponent(() => import('../trunks/trunk-screen.tsx'), 'TrunkScreen'),
});
const operations = createRoute({
  getParentRoute: () => staff,
  path: '/operations',
  component: lazyRouteComponent(() => import('../trace/operations-screen.tsx'), 'OperationsScreen'),
});
const ladder = createRoute({
  getParentRoute: () => staff,
  path: '/operations/$call',
  component: lazyRouteComponent(() => import('../trace/ladder-screen.tsx'), 'LadderScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    seat,
    desk,
    wallboard,
    staff.addChildren([
      positions,
      sites,
      floor,
      show,
      rehearsal,
      totals,
      outbox,
      prompts,
      prompt,
      outside,
      trunks,
      trunk,
      operations,
      ladder,
    ]),
  ]),
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
