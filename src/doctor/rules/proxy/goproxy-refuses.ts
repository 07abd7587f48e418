/** An element answers 401 or 403: a login is missing, or the module is not allowed. */
import { answersOf, findingOf, ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const goproxyRefuses = defineRule({
  code: "goproxy-refuses",
  title: "a proxy wants a login or does not allow it",
  why: "modules end with: 401 Unauthorized or 403 Forbidden, and a comma does not go on after that",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, (element) => {
      const { login } = element.answer;
      const refused = answersOf(element).filter(({ page }) => [401, 403].includes(page.status));
      if (refused.length === 0) return [];
      const told = refused.map(({ path, page }) => `${path} answered ${page.status}`);
      const sent = login === null ? "no login was sent" : `the login came from ${nameOf(login)}`;
      return findingOf(element, [...told, sent], {
        severity: "error",
        advice:
          login === null
            ? `give ~/.netrc a line for ${element.host}; logins are sent over https alone`
            : "check the login, and what it may read",
      });
    }),
});

function nameOf(login: "url" | "netrc"): string {
  return login === "url" ? "GOPROXY" : "netrc";
}
