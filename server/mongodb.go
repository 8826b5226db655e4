package main

import (
	"context"
	"errors"

	"tandem/portal/store/docs"
	"tandem/server/config"
)

func openMongoDB(context.Context, config.Config) (docs.Engine, error) {
	return nil, errors.New("this build has no MongoDB engine")
}
