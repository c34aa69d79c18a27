"""GitHub: the session with githubkit, guarded like every other way out.

`open_github(...)` gives a `GitHub` for each owner that the user named, for a block; collectors ask
it for items, lists and files and get typed records or a `Problem`. Raw requests go through
githubkit's own client: its typed methods would decode whole answers, strangers' texts among them.
"""
