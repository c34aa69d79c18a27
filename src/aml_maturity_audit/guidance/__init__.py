"""From a snapshot to what to do: traces, proposals of systems, questions to attest, plans."""
