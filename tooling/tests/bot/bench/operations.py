"""Name the operations of GitHub's description that the bot, the workflows and the tests use."""

from __future__ import annotations

REPOSITORY = "/repos/{owner}/{repo}"

# An operation that is not here is refused by the proxy: name it, then `make node-parts` again.
OPERATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (REPOSITORY, ("get",)),
    (f"{REPOSITORY}/issues", ("get", "post")),
    (f"{REPOSITORY}/issues/{{issue_number}}", ("get", "patch")),
    (f"{REPOSITORY}/issues/{{issue_number}}/comments", ("get", "post")),
    (f"{REPOSITORY}/issues/comments/{{comment_id}}", ("get", "patch", "delete")),
    (f"{REPOSITORY}/issues/{{issue_number}}/assignees", ("post", "delete")),
    (f"{REPOSITORY}/issues/{{issue_number}}/labels", ("get", "post", "put")),
    (f"{REPOSITORY}/labels", ("get", "post")),
    (f"{REPOSITORY}/labels/{{name}}", ("get", "patch", "delete")),
    (f"{REPOSITORY}/pulls", ("get", "post")),
    (f"{REPOSITORY}/pulls/{{pull_number}}", ("get", "patch")),
    (f"{REPOSITORY}/pulls/{{pull_number}}/files", ("get",)),
    (f"{REPOSITORY}/pages", ("get",)),
    (f"{REPOSITORY}/rules/branches/{{branch}}", ("get",)),
    (f"{REPOSITORY}/rulesets/{{ruleset_id}}", ("get",)),
    (f"{REPOSITORY}/environments", ("get",)),
    (f"{REPOSITORY}/environments/{{environment_name}}/secrets", ("get",)),
    (f"{REPOSITORY}/environments/{{environment_name}}/deployment-branch-policies", ("get",)),
    (f"{REPOSITORY}/actions/permissions", ("get",)),
    (f"{REPOSITORY}/actions/permissions/selected-actions", ("get",)),
    (f"{REPOSITORY}/actions/permissions/workflow", ("get",)),
    (f"{REPOSITORY}/actions/variables", ("get",)),
    (f"{REPOSITORY}/actions/organization-variables", ("get",)),
    (f"{REPOSITORY}/actions/secrets", ("get",)),
    (f"{REPOSITORY}/actions/workflows", ("get",)),
    (f"{REPOSITORY}/actions/runs", ("get",)),
    (f"{REPOSITORY}/actions/runs/{{run_id}}", ("get",)),
    (f"{REPOSITORY}/actions/runs/{{run_id}}/jobs", ("get",)),
    (f"{REPOSITORY}/actions/workflows/{{workflow_id}}", ("get",)),
    (f"{REPOSITORY}/actions/workflows/{{workflow_id}}/runs", ("get",)),
    (f"{REPOSITORY}/git/ref/{{ref}}", ("get",)),
    (f"{REPOSITORY}/git/matching-refs/{{ref}}", ("get",)),
    (f"{REPOSITORY}/git/refs", ("post",)),
    (f"{REPOSITORY}/git/refs/{{ref}}", ("patch", "delete")),
    (f"{REPOSITORY}/contents/{{path}}", ("get", "put")),
    (f"{REPOSITORY}/collaborators/{{username}}/permission", ("get",)),
)
