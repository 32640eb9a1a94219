"""One file a revision, vNNNN_what.py; `revision` is "NNNN". What stands here is never changed, only added to."""
